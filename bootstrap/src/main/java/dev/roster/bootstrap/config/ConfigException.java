package dev.roster.bootstrap.config;

import java.util.List;

/** Thrown if the configuration is invalid. The message has one line per error, with the setting and without secrets. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates an exception for several errors. */
    public ConfigException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
    }

    /** Creates an exception for one error. */
    public ConfigException(String fault) {
        this(List.of(fault));
    }
}
