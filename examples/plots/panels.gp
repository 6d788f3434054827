# panels.gp - a grid of small panels, one for each rule. Loaded by the other files here, after they have set `rules` (how many there are), `across`
# (panels in a row), `panel_width` and `panel_height` (pixels), and `heading` (pixels above the panels). Sets `extent` and defines the edges of each.
down = (rules + across - 1) / across
width = across * panel_width + 30
height = down * panel_height + heading + 12
extent = sprintf("%d,%d", width, height)
left_of(i) = (24.0 + (i % across) * panel_width) / width
right_of(i) = left_of(i) + (panel_width - 38.0) / width
top_of(i) = 1 - (heading + (i / across) * panel_height + 24.0) / height
bottom_of(i) = top_of(i) - (panel_height - 54.0) / height
