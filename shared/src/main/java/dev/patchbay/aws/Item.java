package dev.patchbay.aws;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A DynamoDB item, written and read by typed names. Times are kept as epoch milliseconds, but for {@code expiresAt}, which
 * DynamoDB's TTL wants in seconds and which {@link #expires} writes. Not thread-safe.
 */
public final class Item {
    private final Map<String, AttributeValue> values;

    public Item() {
        this.values = new LinkedHashMap<>();
    }

    private Item(Map<String, AttributeValue> values) {
        this.values = values;
    }

    public static Item of(Map<String, AttributeValue> values) {
        return new Item(new LinkedHashMap<>(values));
    }

    public Item text(String name, String value) {
        values.put(name, AttributeValue.fromS(value));
        return this;
    }

    public Item text(String name, Optional<String> value) {
        value.ifPresent(present -> text(name, present));
        return this;
    }

    public Item number(String name, long value) {
        values.put(name, AttributeValue.fromN(Long.toString(value)));
        return this;
    }

    public Item flag(String name, boolean value) {
        values.put(name, AttributeValue.fromBool(value));
        return this;
    }

    public Item bytes(String name, byte[] value) {
        values.put(name, AttributeValue.fromB(SdkBytes.fromByteArray(value)));
        return this;
    }

    public Item time(String name, Instant value) {
        return number(name, value.toEpochMilli());
    }

    public Item time(String name, Optional<Instant> value) {
        value.ifPresent(present -> time(name, present));
        return this;
    }

    /** Lets DynamoDB delete the item some time after this. Never the proof that it has expired: TTL is days late at times. */
    public Item expires(Instant after) {
        return number("expiresAt", after.getEpochSecond());
    }

    /** A set of texts; an empty set is not written, since DynamoDB has none. */
    public Item texts(String name, Set<String> value) {
        if (!value.isEmpty()) {
            values.put(name, AttributeValue.fromSs(value.stream().sorted().toList()));
        }
        return this;
    }

    /** Texts by name; without any, nothing is written. */
    public Item textsByName(String name, Map<String, String> value) {
        if (!value.isEmpty()) {
            Map<String, AttributeValue> texts = new LinkedHashMap<>();
            value.forEach((key, text) -> texts.put(key, AttributeValue.fromS(text)));
            values.put(name, AttributeValue.fromM(texts));
        }
        return this;
    }

    /** A list of items; an empty one is not written. */
    public Item items(String name, List<Item> value) {
        if (!value.isEmpty()) {
            values.put(
                    name,
                    AttributeValue.fromL(value.stream()
                            .map(item -> AttributeValue.fromM(item.values))
                            .toList()));
        }
        return this;
    }

    /** Sets every attribute of another item. */
    public Item add(Item other) {
        values.putAll(other.values);
        return this;
    }

    /** @throws IllegalStateException if the attribute is absent: the item was not written by this code */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> new IllegalStateException("The item has no " + name));
    }

    public Optional<String> optionalText(String name) {
        return Optional.ofNullable(values.get(name)).map(AttributeValue::s);
    }

    /** The number, or 0 if it is absent. */
    public long number(String name) {
        return Optional.ofNullable(values.get(name))
                .map(value -> Long.parseLong(value.n()))
                .orElse(0L);
    }

    public boolean flag(String name) {
        return Optional.ofNullable(values.get(name)).map(AttributeValue::bool).orElse(false);
    }

    public Optional<byte[]> bytes(String name) {
        return Optional.ofNullable(values.get(name)).map(value -> value.b().asByteArray());
    }

    /** @throws IllegalStateException if the attribute is absent */
    public Instant time(String name) {
        return optionalTime(name).orElseThrow(() -> new IllegalStateException("The item has no " + name));
    }

    public Optional<Instant> optionalTime(String name) {
        return Optional.ofNullable(values.get(name)).map(value -> Instant.ofEpochMilli(Long.parseLong(value.n())));
    }

    public Set<String> texts(String name) {
        return Optional.ofNullable(values.get(name))
                .<Set<String>>map(value -> new LinkedHashSet<>(value.ss()))
                .orElseGet(Set::of);
    }

    public List<Item> items(String name) {
        return Optional.ofNullable(values.get(name)).stream()
                .flatMap(value -> value.l().stream())
                .map(item -> Item.of(item.m()))
                .toList();
    }

    public Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        Optional.ofNullable(values.get(name))
                .ifPresent(value -> value.m().forEach((key, text) -> texts.put(key, text.s())));
        return texts;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public void forEach(BiConsumer<String, AttributeValue> each) {
        values.forEach(each);
    }

    public Map<String, AttributeValue> values() {
        return values;
    }
}
