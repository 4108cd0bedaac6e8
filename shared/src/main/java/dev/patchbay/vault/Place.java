package dev.patchbay.vault;

import dev.patchbay.tenant.WorkspaceId;

/**
 * Where a sealed secret lies: a field of a record of a workspace. It is authenticated with the ciphertext, so a ciphertext
 * that is moved to another place does not open.
 *
 * @param record the id of the record that holds it, without {@code |}
 * @param field the name of the field, without {@code |}
 */
public record Place(WorkspaceId workspace, String record, String field) {
    public Place {
        if (record.isEmpty() || record.contains("|") || field.isEmpty() || field.contains("|")) {
            throw new IllegalArgumentException("A place names its record and field without |");
        }
    }
}
