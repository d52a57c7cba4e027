package dev.roster.bootstrap.config;

import java.util.List;

/** The configuration cannot be worked with. Its message has a line for each fault, naming the setting, without secrets. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
    }

    public ConfigException(String fault) {
        this(List.of(fault));
    }
}
