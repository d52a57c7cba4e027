package dev.roster.testkit.arch.planted.knowingports.application.port;

public interface Stock {}
