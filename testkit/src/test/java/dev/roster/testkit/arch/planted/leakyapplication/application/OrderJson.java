package dev.roster.testkit.arch.planted.leakyapplication.application;

import com.fasterxml.jackson.databind.JsonNode;

/** Breaks the rule: depends on a library. */
public interface OrderJson {
    JsonNode json();
}
