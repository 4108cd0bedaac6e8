package dev.patchbay.connection;

import java.util.List;
import java.util.Optional;

/**
 * What a person can pick of, and what was picked.
 *
 * @param all in the provider's order; empty where there is nothing to pick
 * @param picked the id that a person picked, though it may be gone since
 */
public record Choices(List<Choice> all, Optional<String> picked) {
    /** Nothing to pick. */
    public static Choices none() {
        return new Choices(List.of(), Optional.empty());
    }

    /** The one that the connection is for: the picked one if it is still there, or the only one if none was picked. */
    public Optional<Choice> chosen() {
        return picked.isPresent()
                ? find(picked.get())
                : Optional.of(all).filter(some -> some.size() == 1).map(List::getFirst);
    }

    public Optional<Choice> find(String id) {
        return all.stream().filter(choice -> choice.id().equals(id)).findFirst();
    }

    /** Whether a person has to pick before the connection is of use. */
    public boolean open() {
        return !all.isEmpty() && chosen().isEmpty();
    }
}
