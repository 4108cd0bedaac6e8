package dev.patchbay.tests.action;

import dev.patchbay.action.ActionResult;
import dev.patchbay.action.ProviderAction;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.vault.Secret;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An action whose calls do what the test says, one after the other; without a script they succeed. Thread-safe. */
public final class ScriptedAction implements ProviderAction<ScriptedAction.Note> {
    public static final String NAME = "gmail.note";

    private final boolean safeToRepeat;
    private final Queue<Step> script = new ArrayDeque<>();
    private final List<Made> calls = new CopyOnWriteArrayList<>();

    public ScriptedAction(boolean safeToRepeat) {
        this.safeToRepeat = safeToRepeat;
    }

    /** The input. */
    public record Note(String text) {}

    /** A call that was made. */
    record Made(String text, Secret secret) {}

    /** What a call does. */
    @FunctionalInterface
    public interface Step {
        void run() throws ProviderException;
    }

    /** The next call that has no script yet fails so. */
    public ScriptedAction fails(ProviderError error) {
        return does(() -> {
            throw new ProviderException(error);
        });
    }

    public ScriptedAction does(Step step) {
        synchronized (script) {
            script.add(step);
        }
        return this;
    }

    public List<Made> calls() {
        return List.copyOf(calls);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<Note> inputType() {
        return Note.class;
    }

    @Override
    public boolean safeToRepeat() {
        return safeToRepeat;
    }

    @Override
    public void check(Note input) throws ProviderException {
        if (input.text().isBlank()) {
            throw new ProviderException(new ProviderError.InvalidInput("A note needs a text", Optional.empty()));
        }
    }

    @Override
    public ActionResult call(Note input, Access access) throws ProviderException {
        calls.add(new Made(input.text(), access.secret()));
        Optional<Step> step;
        synchronized (script) {
            step = Optional.ofNullable(script.poll());
        }
        if (step.isPresent()) {
            step.get().run();
        }
        return ActionResult.of("noteId", "n-" + calls.size());
    }
}
