package dev.roster.testkit.arch.planted.leakyapplication.application;

import com.fasterxml.jackson.databind.JsonNode;

/** Breaks the rule: a library. */
public interface OrderJson {
    JsonNode json();
}
