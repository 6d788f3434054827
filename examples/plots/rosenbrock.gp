# rosenbrock.gp - the paths of the rules through the valley, and their distance from the minimum.   gnuplot -c rosenbrock.gp rosenbrock.dat rosenbrock.svg
data = ARG1
picture = ARG2
extent = "1000,560"
load system("dirname '".ARG0."'")."/style.gp"
stats data using 1:5 nooutput name "path"
rules = int(path_blocks)
last = int(path_max_x)

# The contour f = c in closed form, c = (1 - x)^2 + 100 (y - x^2)^2: two branches over the part of x that is shown, denser where they meet.
left = -1.7
right = 1.7
from(c) = 1 - sqrt(c) > left ? 1 - sqrt(c) : left
to(c) = 1 + sqrt(c) < right ? 1 + sqrt(c) : right
contour_x(c, t) = (from(c) + to(c)) / 2 + (to(c) - from(c)) / 2 * cos(t)
rest(c, x) = c > (1 - x)**2 ? sqrt(c - (1 - x)**2) / 10 : 0
contour_y(c, t, side) = contour_x(c, t)**2 + side * rest(c, contour_x(c, t))
level(k) = 10**(k / 2.0)

set multiplot title "Rosenbrock's valley: every rule from the same start" font ",16"
set bmargin at screen 0.19
set tmargin at screen 0.87

set lmargin at screen 0.075
set rmargin at screen 0.56
set title "paths over the contours of f; a dot where each ends"
set xlabel "x"
set ylabel "y"
set xrange [left:right]
set yrange [-0.5:2.3]
set trange [0:pi]
set samples 200
unset grid
set key at screen 0.5, 0.015 center bottom maxrows 1 width 1
do for [k in "10 100"] { set label sprintf("f = %s", k) at 0, sqrt(k - 1) / 10 + 0.06 center textcolor rgb "#888888" }
set label "start" at -1, 1.5 offset 0, 0.9 center front
set label "minimum" at 1, 1 offset 1.2, -0.4 left front
plot for [k=-4:6] for [side=-1:1:2] "+" using (contour_x(level(k), $1)):(contour_y(level(k), $1, side)) with lines linetype 1 linewidth 0.8 linecolor rgb "#C4C4C4" notitle, \
     for [i=0:rules-1] data index i using 2:3 with lines linetype i+1 linewidth 1.7 title columnheader(1), \
     for [i=0:rules-1] data index i every ::last::last using 2:3 with points pointtype 7 pointsize 0.8 linecolor i+1 notitle, \
     "+" using (-1):(1.5) every ::0::0 with points pointtype 7 pointsize 0.9 linecolor rgb "#000000" notitle, \
     "+" using (1):(1) every ::0::0 with points pointtype 3 pointsize 1.4 linewidth 2 linecolor rgb "#000000" notitle

unset label
set lmargin at screen 0.655
set rmargin at screen 0.975
set title "distance from the minimum"
set xlabel "step"
set ylabel "distance"
set xrange [0:*]
set yrange [*:*]
set logscale y
set format y "10^{%L}"
set grid
set key off
plot for [i=0:rules-1] data index i using 1:5 with lines linetype i+1 title columnheader(1)
unset multiplot
