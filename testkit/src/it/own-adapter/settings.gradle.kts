rootProject.name = "own-adapter"
