# digits.gp - training loss and test accuracy against the epoch, a line for each rule.   gnuplot -c digits.gp digits.dat digits.svg
data = ARG1
picture = ARG2
extent = "1000,460"
load system("dirname '".ARG0."'")."/style.gp"
stats data using 1:2 nooutput name "loss"
rules = int(loss_blocks)

set multiplot layout 1,2 title "Handwritten digits: one network, trained by each rule" font ",16" margins 0.075,0.86,0.15,0.85 spacing 0.085
set xlabel "epoch"
set xrange [1:*]
set key off

set title "training loss (cross-entropy)"
set logscale y
set format y "%g"
set ylabel "loss"
plot for [i=0:rules-1] data index i using 1:2 with lines title columnheader(1)

set title "test accuracy"
unset logscale y
set ylabel "digits read correctly, %"
set yrange [92:100]
set key at screen 0.985, 0.8 right top
plot for [i=0:rules-1] data index i using 1:4 with lines title columnheader(1)
unset multiplot
