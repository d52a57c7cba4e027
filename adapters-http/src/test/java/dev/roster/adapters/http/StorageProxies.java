package dev.roster.adapters.http;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Storages whose calls a test observes or makes fail. */
public final class StorageProxies {

    private StorageProxies() {}

    /** Returns a storage that runs an action before each call, in the thread of the request. */
    public static Storage runningBefore(Storage storage, ThrowingCallable before) {
        return (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, (proxy, method, arguments) -> {
                    before.call();
                    try {
                        return method.invoke(storage, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    /** Returns a storage whose calls all throw this exception. */
    public static Storage failing(Throwable thrown) {
        return runningBefore(new InMemoryStorage(), () -> {
            throw thrown;
        });
    }
}
