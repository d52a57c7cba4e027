package dev.roster.adapters.http;

import dev.roster.application.port.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Storages that a test looks into. */
public final class StorageProxies {

    private StorageProxies() {}

    /** A storage that does something first, in the thread of the request, and then what it was asked for. */
    public static Storage runningBefore(Storage storage, Action before) {
        return (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, (proxy, method, arguments) -> {
                    before.run();
                    try {
                        return method.invoke(storage, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    /** A storage that fails like this whatever it is asked for. */
    public static Storage failing(Throwable thrown) {
        return (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, (proxy, method, arguments) -> {
                    throw thrown;
                });
    }

    /** What is done first. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }
}
