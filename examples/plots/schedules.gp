# schedules.gp - every schedule against the step, alone and composed.   gnuplot -c schedules.gp schedules.dat schedules.svg
data = ARG1
picture = ARG2
extent = "1000,460"
load system("dirname '".ARG0."'")."/style.gp"

set multiplot layout 1,2 title "Schedules: the learning rate as a function of the step" font ",16" margins 0.075,0.975,0.28,0.85 spacing 0.085
set xlabel "step"
set ylabel "factor of the learning rate"
set xrange [0:400]
set yrange [0:1.05]

set title "simple"
set key at screen 0.285, 0.03 center bottom maxrows 2
plot for [i=2:6] data using 1:i with lines linetype i-1 title columnheader(i)

set title "composed"
set key at screen 0.765, 0.03 center bottom maxrows 2
plot for [i=7:10] data using 1:i with lines linetype i-6 title columnheader(i)
unset multiplot
