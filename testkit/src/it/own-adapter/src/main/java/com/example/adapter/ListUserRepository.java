package com.example.adapter;

import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** User repository backed by a list. Safe for use by multiple threads. */
public class ListUserRepository implements UserRepository {

    private final List<User> users = new ArrayList<>();
    private long lastId;

    @Override
    public synchronized User create(NewUser user) {
        if (findByEmail(user.email()).isPresent()) {
            throw new EmailAlreadyExistsException(user.email());
        }
        User created = user.toUser(new UserId(++lastId));
        users.add(created);
        return created;
    }

    @Override
    public synchronized Optional<User> findById(UserId id) {
        Objects.requireNonNull(id);
        return users.stream().filter(user -> user.id().equals(id)).findFirst();
    }

    @Override
    public Optional<User> lock(UserId id) {
        return findById(id); // without transactions there is nothing to wait for
    }

    @Override
    public synchronized Optional<User> findByEmail(EmailAddress email) {
        Objects.requireNonNull(email);
        return users.stream().filter(user -> user.email().sameAccountAs(email)).findFirst();
    }

    @Override
    public synchronized Page<User> findAll(PageRequest request) {
        Comparator<User> oldestFirst = Comparator.comparing(User::createdAt)
                .thenComparing(user -> user.id().value());
        List<User> page = users.stream()
                .sorted(oldestFirst.reversed())
                .skip(request.offset())
                .limit(request.size())
                .toList();
        return new Page<>(page, users.size(), request);
    }

    @Override
    public synchronized User update(User user) {
        User stored = findById(user.id()).orElseThrow(() -> new UserNotFoundException(user.id()));
        requireVersion(stored, user.version());
        findByEmail(user.email()).filter(other -> !other.id().equals(user.id())).ifPresent(other -> {
            throw new EmailAlreadyExistsException(user.email());
        });
        User updated = new User(
                stored.id(),
                user.email(),
                user.name(),
                user.bio(),
                user.verified(),
                user.role(),
                stored.createdBy(),
                stored.createdAt(),
                user.updatedAt(),
                stored.version() + 1);
        users.set(users.indexOf(stored), updated);
        return updated;
    }

    @Override
    public synchronized boolean delete(UserId id) {
        return findById(id).map(users::remove).orElse(false);
    }

    @Override
    public synchronized boolean delete(UserId id, long version) {
        findById(id).ifPresent(stored -> requireVersion(stored, version));
        return delete(id);
    }

    private static void requireVersion(User stored, long version) {
        if (stored.version() != version) {
            throw new StaleVersionException("user " + stored.id());
        }
    }
}
