package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Unit of work whose calls all pass one interceptor, on all ports. */
public final class InterceptedUnit implements UnitOfWork {

    private final UnitOfWork sound;
    private final Interceptor interceptor;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls that the interceptor lets pass
     * @param interceptor receives all calls
     */
    public InterceptedUnit(UnitOfWork sound, Interceptor interceptor) {
        this.sound = sound;
        this.interceptor = interceptor;
    }

    /** Decides what a call does. */
    @FunctionalInterface
    public interface Interceptor {

        /** Makes a call, or does something else instead. Returns the result of the call. */
        Object call(Call call) throws Throwable;
    }

    /**
     * Call of a method of a port.
     *
     * @param target the port that it was made on
     * @param accessor returns the same port of any unit of work
     * @param method the method that was called
     * @param arguments its arguments
     */
    public record Call(Object target, Function<UnitOfWork, ?> accessor, Method method, List<Object> arguments) {

        /** Makes the call as it was meant. */
        public Object proceed() throws Throwable {
            return on(target);
        }

        /** Makes the call on the same port of another unit of work. */
        public Object in(UnitOfWork other) throws Throwable {
            return on(accessor.apply(other));
        }

        private Object on(Object port) throws Throwable {
            try {
                return method.invoke(port, arguments.toArray());
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }

        /** Returns whether the method is one of a port. */
        public boolean isOf(Class<?> port) {
            return method.getDeclaringClass() == port;
        }

        /** Returns whether the method only reads, judged by its name. */
        public boolean isRead() {
            return method.getName().startsWith("find");
        }

        /** Returns whether the method has a name. */
        public boolean isNamed(String name) {
            return method.getName().equals(name);
        }
    }

    private <P> P port(Class<P> type, Function<UnitOfWork, P> accessor) {
        return intercepted(type, accessor.apply(sound), accessor, interceptor);
    }

    /** Returns a port whose calls pass an interceptor. */
    public static <P> P intercepted(
            Class<P> type, P target, Function<UnitOfWork, ?> accessor, Interceptor interceptor) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> interceptor.call(
                        new Call(target, accessor, method, arguments == null ? List.of() : Arrays.asList(arguments)))));
    }

    @Override
    public UserRepository users() {
        return port(UserRepository.class, UnitOfWork::users);
    }

    @Override
    public CredentialsRepository credentials() {
        return port(CredentialsRepository.class, UnitOfWork::credentials);
    }

    @Override
    public OneTimeTokenRepository oneTimeTokens() {
        return port(OneTimeTokenRepository.class, UnitOfWork::oneTimeTokens);
    }

    @Override
    public PostRepository posts() {
        return port(PostRepository.class, UnitOfWork::posts);
    }

    @Override
    public CommentRepository comments() {
        return port(CommentRepository.class, UnitOfWork::comments);
    }

    @Override
    public AuditLog auditLog() {
        return port(AuditLog.class, UnitOfWork::auditLog);
    }

    @Override
    public Outbox outbox() {
        return port(Outbox.class, UnitOfWork::outbox);
    }
}
