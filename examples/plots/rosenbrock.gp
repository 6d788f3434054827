# rosenbrock.gp - the path of each rule through the valley, a panel for each.   gnuplot -c rosenbrock.gp rosenbrock.dat rosenbrock.svg
data = ARG1
picture = ARG2
folder = system("dirname '".ARG0."'")
stats data using 1:5 nooutput name "path"
rules = int(path_blocks)
last = int(path_max_x)
array distance[rules]
array name[rules]
do for [i=1:rules] { # the first record of each rule is its name
  stats data index i-1 every ::last+1::last+1 using 5 nooutput name "end"
  distance[i] = end_max
  name[i] = system(sprintf("awk -v want=%d '/^\"/ { if (n++ == want) { gsub(/\"/, \"\"); print; exit } }' '%s'", i - 1, data))
}

# The contour f = c in closed form, c = (1 - x)^2 + 100 (y - x^2)^2: two branches over the part of x that is shown, denser where they meet.
left = -1.7
right = 1.7
from(c) = 1 - sqrt(c) > left ? 1 - sqrt(c) : left
to(c) = 1 + sqrt(c) < right ? 1 + sqrt(c) : right
contour_x(c, t) = (from(c) + to(c)) / 2 + (to(c) - from(c)) / 2 * cos(t)
rest(c, x) = c > (1 - x)**2 ? sqrt(c - (1 - x)**2) / 10 : 0
contour_y(c, t, side) = contour_x(c, t)**2 + side * rest(c, contour_x(c, t))
level(k) = 10**k

across = 6
panel_width = 190
panel_height = 190
heading = 64
load folder."/panels.gp"
load folder."/style.gp"

set multiplot
set label 1 "Rosenbrock's valley: every rule from the same start" at screen 0.5, 1 - 20.0 / height center font ",16"
set label 2 "from (-1, 1.5), the ring, to the star at (1, 1); a dot where the path ends, and how far that is from the star" \
  at screen 0.5, 1 - 44.0 / height center font ",12"
set key off
set xrange [left:right]
set yrange [-0.5:2.3]
set trange [0:pi]
set samples 60
unset grid
set border 0
unset xtics
unset ytics
do for [i=0:rules-1] {
  set lmargin at screen left_of(i)
  set rmargin at screen right_of(i)
  set tmargin at screen top_of(i)
  set bmargin at screen bottom_of(i) - 18.0 / height
  set title name[i+1] noenhanced font ",11" offset 0, -0.8
  set label 3 sprintf("%.1e", distance[i+1]) at graph 0.5, 0.97 center font ",10" textcolor rgb "#333333" front
  plot for [k=-1:3] for [side=-1:1:2] "+" using (contour_x(level(k), $1)):(contour_y(level(k), $1, side)) with lines linetype 1 linewidth 0.7 linecolor rgb "#C8C8C8" notitle, \
       data index i every ::1 using 2:3 with lines linetype 1 linewidth 1.3 notitle, \
       "+" using (-1):(1.5) every ::0::0 with points pointtype 6 pointsize 0.9 linewidth 1.5 linecolor rgb "#000000" notitle, \
       "+" using (1):(1) every ::0::0 with points pointtype 3 pointsize 1.1 linewidth 1.6 linecolor rgb "#000000" notitle, \
       data index i every ::last+1::last+1 using 2:3 with points pointtype 7 pointsize 0.7 linecolor rgb "#D55E00" notitle
  unset label 1
  unset label 2
}
unset multiplot
