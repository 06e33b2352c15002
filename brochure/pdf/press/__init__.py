"""Press: print files, booklet, leaflet and poster in CMYK."""
