package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.util.List;

/** Planted faults that the comparison with the reference model must detect. All are seen outside transactions. */
public enum LockstepFaults implements PlantedFault {
    @Fault("Numbered pages list posts of the same instant by ascending id.")
    WRONG_TIE_BREAK,
    @Fault("Deleting a user does not delete the user's comments.")
    MISSING_CASCADE,
    @Fault("The posts of failed transactions are still found and counted.")
    ROLLBACK_FORGETS_POSTS;

    /** Returns the clause that compares the storage with the reference model. */
    @Override
    public List<String> clauses() {
        return List.of("transactions.agrees-with-reference-model");
    }

    /** Returns a storage with the fault, for one thread. */
    public Storage plantedIn(InMemoryStorage sound) {
        return switch (this) {
            case WRONG_TIE_BREAK -> PostListFaults.OLDEST_FIRST_AMONG_TIES.plantedIn(sound);
            case MISSING_CASCADE -> CommentFaults.COMMENTS_KEPT_AFTER_AUTHOR.plantedIn(sound);
            case ROLLBACK_FORGETS_POSTS -> new UncommittedPosts(sound, true);
        };
    }
}
