# Rscript ptable.R FOLDER: the sources (R/) of github.com/sdcTools/ptable at 9d5c774, of which what makes tables is used
suppressMessages({library(data.table); library(rlang); library(nloptr); library(methods)})
folder <- commandArgs(TRUE)[1]
for (name in c("pt_classes", "pt_create_pParams", "pt_create_pTable", "pt_optim_entropy", "helpers"))
  source(file.path(folder, paste0(name, ".R")))
made <- function(D, V) {
  found <- suppressMessages(create_cnt_ptable(D = D, V = V, js = 0))@pTable
  data.frame(D = D, V = V, i = found$i, v = found$v, p = found$p, p_int_ub = found$p_int_ub)
}
out <- rbind(made(5, 3), made(8, 8))
write.csv(format(out, digits = 8, trim = TRUE, scientific = FALSE), "ptable.csv", row.names = FALSE, quote = FALSE)
