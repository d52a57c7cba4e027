package dev.roster.testkit.fuzz.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.roster.testkit.conformance.RandomSource;
import dev.roster.testkit.fuzz.request.Operation.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Generator of requests: valid ones, to which mutations are applied. */
public final class RequestGenerator {

    private final List<Operation> operations;
    private final String host;
    private final String basePath;
    private final FuzzFixture fixture;
    private final ValueGenerator values;

    public RequestGenerator(List<Operation> operations, String host, String basePath, FuzzFixture ground) {
        this.operations = operations;
        this.host = host;
        this.basePath = basePath;
        this.fixture = ground;
        this.values = new ValueGenerator(ground);
    }

    /** Returns the request for a seed and an index. The indexes use all operations in rotation. */
    public FuzzRequest generate(long seed, int index) {
        RandomSource dice = RandomSource.of(seed, index);
        RequestDraft message = valid(operations.get(index % operations.size()), dice);
        List<Mutation> faults = mutations(message, dice);
        faults.stream().filter(Mutation::changesMembers).forEach(fault -> fault.apply(message, dice));
        message.writeBody();
        faults.stream().filter(fault -> !fault.changesMembers()).forEach(fault -> fault.apply(message, dice));
        return message.toRequest(
                seed, index, faults.stream().map(Mutation::name).toList());
    }

    /** Chooses the mutations: usually one, because a second fault may hide the first. */
    private static List<Mutation> mutations(RequestDraft message, RandomSource dice) {
        int lot = dice.nextInt(100);
        int number = lot < 15 ? 0 : lot < 75 ? 1 : lot < 93 ? 2 : 3;
        List<Mutation> faults = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            faults.add(Mutation.random(message, dice));
        }
        faults.sort(Comparator.comparing(Mutation::stage));
        return faults;
    }

    private RequestDraft valid(Operation operation, RandomSource dice) {
        RequestDraft message = new RequestDraft(operation);
        message.addHeader("Host", host);
        String path = operation.path();
        for (Parameter parameter : operation.parameters()) {
            String name = parameter.name();
            String value =
                    values.valid(operation, name, parameter.schema(), dice).asText();
            if (parameter.in().equals("path")) {
                path = path.replace("{" + name + "}", Encodings.percent(value));
            } else if (parameter.required() || dice.percent(30)) {
                if (parameter.in().equals("query")) {
                    message.query.add(new Member(name, Encodings.percent(value), parameter.schema()));
                } else if (parameter.in().equals("header")) {
                    message.addHeader(name, ByteText.utf8(value).replaceAll("[\\x00-\\x1f\\x7f]", ""));
                }
            }
        }
        message.path = basePath + path;
        authorize(message, dice);
        if (!operation.bodies().isEmpty()) {
            message.mediaType =
                    dice.oneOf(List.copyOf(new TreeSet<>(operation.bodies().keySet())));
            message.addHeader("Content-Type", message.mediaType);
            JsonNode schema = operation.bodies().getOrDefault(message.mediaType, MissingNode.getInstance());
            message.members.addAll(values.members(operation, schema, message.isJson(), dice));
        }
        return message;
    }

    private void authorize(RequestDraft message, RandomSource dice) {
        List<String> all = fixture.authorizations(message.operation);
        int lot = dice.nextInt(100);
        if (all.isEmpty() || lot >= (message.operation.secured() ? 92 : 10)) {
            return;
        }
        message.addHeader("Authorization", lot < 75 ? all.get(0) : dice.oneOf(all));
    }
}
