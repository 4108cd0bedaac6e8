package dev.patchbay.local.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A DynamoDB table.
 *
 * @param attributeTypes {@code S}, {@code N} or {@code B} by attribute name
 * @param streamView a {@code StreamViewType}, when the table has a stream
 * @param ttlAttribute the attribute with the expiry in epoch seconds, when items expire
 */
public record TableResource(
        String logicalId,
        String name,
        Map<String, String> attributeTypes,
        List<KeyElement> key,
        List<Index> indexes,
        Optional<String> streamView,
        Optional<String> ttlAttribute) {

    /** The same table under another name. */
    public TableResource named(String other) {
        return new TableResource(logicalId, other, attributeTypes, key, indexes, streamView, ttlAttribute);
    }

    /** One element of a key; the type is {@code HASH} or {@code RANGE}. */
    public record KeyElement(String attribute, String type) {}

    /** A global secondary index; the projection is {@code ALL}, {@code KEYS_ONLY} or {@code INCLUDE}. */
    public record Index(String name, List<KeyElement> key, String projection, List<String> included) {}
}
