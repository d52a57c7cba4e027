package dev.roster.adapters.http.pages;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Settings of the HTML pages.
 *
 * @param appUrl where the pages lead people when they are done, such as the login page of an application; empty for no
 *     link
 * @param templates texts and style
 */
public record PageSettings(Optional<URI> appUrl, PageTemplates templates) {

    /** No link to an application, and the texts and the style from the jar. */
    public static final PageSettings DEFAULT = new PageSettings(Optional.empty(), PageTemplates.builtIn());

    /**
     * Validates the values.
     *
     * @throws IllegalArgumentException if the URL is not an absolute one of {@code http} or {@code https}
     */
    public PageSettings {
        Objects.requireNonNull(templates, "templates");
        // Any other scheme, such as javascript, would run in the page.
        appUrl.ifPresent(url -> {
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            if (!(scheme.equals("http") || scheme.equals("https")) || url.getRawAuthority() == null) {
                throw new IllegalArgumentException("appUrl must be http://HOST... or https://..., but was " + url);
            }
        });
    }
}
