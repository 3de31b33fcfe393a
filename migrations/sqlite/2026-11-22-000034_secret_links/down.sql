DROP TABLE calendar_feeds;
DROP TABLE wall_displays;
