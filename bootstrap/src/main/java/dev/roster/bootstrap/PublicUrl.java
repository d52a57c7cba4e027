package dev.roster.bootstrap;

import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/** What links in mails begin with: as set, or else where the service listens, which is known once it does. */
final class PublicUrl implements Supplier<URI> {

    private volatile Optional<URI> url;

    PublicUrl(Optional<URI> set) {
        this.url = set;
    }

    void setFallback(URI address) {
        url = Optional.of(url.orElse(address));
    }

    @Override
    public URI get() {
        return url.orElseThrow(() -> new IllegalStateException("the service does not listen yet"));
    }
}
