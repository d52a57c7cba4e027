package com.example;

import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.jdbc.Database;
import dev.roster.application.port.delivery.NotificationService;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.bootstrap.Roster;
import dev.roster.bootstrap.RosterBuilder;
import dev.roster.domain.user.UserId;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;

record Welcome(CountDownLatch delivered) implements NotificationService {
    @Override
    public void sendWelcomeNotification(MessageId id, UserId userId, String name) {
        System.out.println("Welcome, " + name + "! You are user " + userId + ".");
        delivered.countDown();
    }

    @Override
    public void sendProfileUpdatedNotification(MessageId id, UserId userId, String name) {}

    public static void main(String[] args) throws Exception {
        Welcome welcome = new Welcome(new CountDownLatch(1));
        try (Roster roster = RosterBuilder.on(Database.parse("jdbc:h2:mem:example"))
                .notifications(welcome)
                .http(HttpSettings.on("127.0.0.1", 0))
                .start()) {
            String ann = "{\"email\":\"ann@example.com\",\"password\":\"correct horse\",\"name\":\"Ann\"}";
            HttpRequest request = HttpRequest.newBuilder(roster.baseUri().resolve("/auth/register"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(ann))
                    .build();
            HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
            welcome.delivered().await();
        }
    }
}
