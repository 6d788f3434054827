# style.gp - what all plots share: size and kind of the picture, fonts, frame, colours. Loaded by the other files here,
# after they have set `picture` to the name of the file to be made, .svg or .png, and `extent` to its width and height.
is_png = picture[strlen(picture) - 3:*] eq ".png"

if (is_png) style = "pngcairo background '#ffffff' font 'DejaVu Sans,10.5'"; else style = "svg dynamic background '#ffffff' font 'DejaVu Sans,Verdana,sans-serif,13'"
eval "set terminal ".style." size ".extent
set output picture

# The colours of Okabe and Ito, which people with any kind of colour vision can tell apart; dashes help in black and white.
set linetype 1 linewidth 2.2 linecolor rgb "#0072B2" dashtype solid
set linetype 2 linewidth 2.2 linecolor rgb "#E69F00" dashtype solid
set linetype 3 linewidth 2.2 linecolor rgb "#009E73" dashtype solid
set linetype 4 linewidth 2.2 linecolor rgb "#CC79A7" dashtype solid
set linetype 5 linewidth 2.2 linecolor rgb "#D55E00" dashtype (8, 4)
set linetype 6 linewidth 2.2 linecolor rgb "#56B4E9" dashtype solid
set linetype 7 linewidth 2.2 linecolor rgb "#000000" dashtype solid
set linetype 8 linewidth 2.2 linecolor rgb "#8C6D1F" dashtype (3, 3)
set linetype cycle 8

set border 3 linewidth 1 linecolor rgb "#555555"
set tics nomirror out scale 0.6 textcolor rgb "#333333"
set grid linetype 1 linewidth 0.6 linecolor rgb "#E2E2E2" dashtype solid
set key noenhanced Left reverse samplen 3 spacing 1.25
