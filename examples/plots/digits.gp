# digits.gp - training loss against the epoch, a panel for each rule with all others in grey.   gnuplot -c digits.gp digits.dat digits.svg
data = ARG1
picture = ARG2
folder = system("dirname '".ARG0."'")
stats data using 1:2 nooutput name "loss"
rules = int(loss_blocks)
last = int(loss_max_x)
array accuracy[rules]
array name[rules]
do for [i=1:rules] { # the first record of each rule is its name
  stats data index i-1 every ::last::last using 4 nooutput name "test"
  accuracy[i] = test_max
  name[i] = system(sprintf("awk -v want=%d '/^\"/ { if (n++ == want) { gsub(/\"/, \"\"); print; exit } }' '%s'", i - 1, data))
}

across = 6
panel_width = 200
panel_height = 150
heading = 64
load folder."/panels.gp"
load folder."/style.gp"

set multiplot
set label 1 "Handwritten digits: one network, trained by each rule" at screen 0.5, 1 - 20.0 / height center font ",16"
set label 2 "training loss against the epoch, of this rule and, in grey, of all; the number is the accuracy on test digits" \
  at screen 0.5, 1 - 44.0 / height center font ",12"
set key off
set logscale y
set xrange [1:last]
set yrange [0.0004:10]
set format y "10^{%L}"
set ytics ("0.001" 0.001, "0.01" 0.01, "0.1" 0.1, "1" 1, "10" 10) font ",9"
set xtics (1, last) font ",9" offset 0, 0.3
do for [i=0:rules-1] {
  set lmargin at screen left_of(i) + 20.0 / width
  set rmargin at screen right_of(i) + 12.0 / width
  set tmargin at screen top_of(i)
  set bmargin at screen bottom_of(i)
  set title name[i+1] noenhanced font ",11" offset 0, -0.8
  set label 3 sprintf("%.1f %%", accuracy[i+1]) at graph 0.97, 0.88 right font ",10" textcolor rgb "#333333" front
  plot for [k=0:rules-1] data index k every ::1 using 1:2 with lines linetype 1 linewidth 0.7 linecolor rgb "#D8D8D8" notitle, \
       data index i every ::1 using 1:2 with lines linetype 1 linewidth 2.4 notitle
  unset label 1
  unset label 2
}
unset multiplot
