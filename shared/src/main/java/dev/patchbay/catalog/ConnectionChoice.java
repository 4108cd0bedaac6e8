package dev.patchbay.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Map;

/**
 * What a person picks one of after connecting, such as one of several businesses. With one there is nothing to pick.
 *
 * @param what it is, in a word for people
 * @param from where the list is, in the document of {@link Identity}
 * @param id where an entry holds its lasting id; this pointer and the others are into the entry
 * @param label where it holds what a person recognises
 * @param parameters what the connection keeps of the picked one, beside those of {@code auth.parameters}
 */
public record ConnectionChoice(
        String what,
        JsonPointer from,
        JsonPointer id,
        JsonPointer label,
        Map<String, ConnectionParameter> parameters) {}
