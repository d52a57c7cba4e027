package dev.roster.application.port.security;

import dev.roster.domain.user.Password;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Passwords that no account may be given, because attackers try them first. */
@FunctionalInterface
public interface PasswordBlocklist {

    /** The empty list. */
    PasswordBlocklist NONE = password -> false;

    /** Returns whether no account may have this password. */
    boolean contains(Password password);

    /**
     * Returns a list of the given passwords in all their spellings: {@linkplain Password#normalize normalized}, and
     * ignoring case.
     */
    static PasswordBlocklist of(Collection<String> passwords) {
        Set<String> blocked = passwords.stream().map(PasswordBlocklist::key).collect(Collectors.toUnmodifiableSet());
        return password -> blocked.contains(key(password.value()));
    }

    private static String key(String password) {
        // Upper case first: letters such as "ß" and "ſ" have no other case of their own.
        return Password.normalize(password).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
