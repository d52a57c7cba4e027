package dev.roster.bootstrap;

import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/** Base URL of links in mails: the configured URL, else the server's own address, which is known once it listens. */
final class PublicUrl implements Supplier<URI> {

    private volatile Optional<URI> url;

    PublicUrl(Optional<URI> set) {
        this.url = set;
    }

    /** Sets the URL to use if none is configured. */
    void setFallback(URI address) {
        url = Optional.of(url.orElse(address));
    }

    @Override
    public URI get() {
        return url.orElseThrow(() -> new IllegalStateException("the service does not listen yet"));
    }
}
