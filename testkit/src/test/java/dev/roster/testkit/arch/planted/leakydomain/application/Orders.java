package dev.roster.testkit.arch.planted.leakydomain.application;

public interface Orders {}
