package dev.roster.testkit.arch.planted.knowingports.application;

public interface Orders {}
