library(survival)
h <- heart[, c("id", "start", "stop", "event", "transplant")]
h$transplant <- as.integer(as.character(h$transplant))
# half days (ties with an entry on day 0.5) as whole numbers
h$start <- 2 * h$start; h$stop <- 2 * h$stop
write.csv(h, "heart.csv", row.names = FALSE)
f <- coxph(Surv(start, stop, event) ~ transplant, h)
k <- survfit(Surv(start, stop, event) ~ 1, h[h$transplant == 1, ], conf.type = "log-log")
u <- read.csv("UnempDur.csv"); u$e <- u$censor1 + u$censor2 + u$censor3
p <- survdiff(Surv(spell, e) ~ ui, u)
g <- coxph(Surv(spell, e) ~ ui, u)
out <- rbind(data.frame(quantity = c("coefficient", "standard error"), value = c(coef(f), sqrt(vcov(f)))),
             data.frame(quantity = c("unempdur coefficient", "unempdur standard error", "unempdur logrank"),
                        value = c(coef(g), sqrt(vcov(g)), p$chisq)))
write.csv(format(out, digits = 16), "cox.csv", row.names = FALSE, quote = FALSE)
kk <- data.frame(t = k$time, n = k$n.risk, d = k$n.event, S = k$surv, lo = k$lower, hi = k$upper)
write.csv(format(kk[kk$d > 0, ], digits = 16), "km_late_entry.csv", row.names = FALSE, quote = FALSE)
