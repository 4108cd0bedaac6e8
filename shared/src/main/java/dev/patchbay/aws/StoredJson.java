package dev.patchbay.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** JSON as an attribute of an item and back. A number keeps its value, not its spelling: {@code 1.0} comes back as {@code 1}. */
public final class StoredJson {
    /** DynamoDB's numbers have at most 38 digits, and magnitudes from 1E-130 to 9.99E+125 (Developer Guide, "Naming rules and data types"). */
    private static final int MOST_DIGITS = 38;

    private static final int LARGEST_EXPONENT = 125;
    private static final int SMALLEST_EXPONENT = -130;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private StoredJson() {}

    /** Whether DynamoDB can hold a number as such. */
    public static boolean holds(BigDecimal number) {
        BigDecimal plain = number.stripTrailingZeros();
        int exponent = plain.precision() - plain.scale() - 1;
        return plain.precision() <= MOST_DIGITS
                && (plain.signum() == 0 || (exponent <= LARGEST_EXPONENT && exponent >= SMALLEST_EXPONENT));
    }

    /** @throws IllegalArgumentException if it holds a number that DynamoDB cannot hold, or something that no JSON text has */
    public static AttributeValue write(JsonNode json) {
        return switch (json.getNodeType()) {
            case STRING -> AttributeValue.fromS(json.textValue());
            case BOOLEAN -> AttributeValue.fromBool(json.booleanValue());
            case NULL -> AttributeValue.fromNul(true);
            case NUMBER -> number(json.decimalValue());
            case ARRAY ->
                AttributeValue.fromL(json.valueStream().map(StoredJson::write).toList());
            case OBJECT -> {
                Map<String, AttributeValue> fields = new LinkedHashMap<>();
                json.properties().forEach(field -> fields.put(field.getKey(), write(field.getValue())));
                yield AttributeValue.fromM(fields);
            }
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("This is not JSON");
        };
    }

    private static AttributeValue number(BigDecimal number) {
        if (!holds(number)) {
            throw new IllegalArgumentException("A number with more digits than an item can hold");
        }
        return AttributeValue.fromN(number.toString());
    }

    /** @throws IllegalStateException if the attribute has a type that JSON lacks */
    public static JsonNode read(AttributeValue value) {
        return switch (value.type()) {
            case S -> JSON.textNode(value.s());
            case BOOL -> JSON.booleanNode(value.bool());
            case NUL -> JSON.nullNode();
            case N -> number(value.n());
            case L -> {
                ArrayNode list = JSON.arrayNode();
                value.l().forEach(one -> list.add(read(one)));
                yield list;
            }
            case M -> object(value);
            case B, BS, NS, SS, UNKNOWN_TO_SDK_VERSION ->
                throw new IllegalStateException("The attribute holds no JSON");
        };
    }

    /** Reads an attribute that holds an object. */
    public static ObjectNode object(AttributeValue value) {
        ObjectNode object = JSON.objectNode();
        value.m().forEach((name, one) -> object.set(name, read(one)));
        return object;
    }

    private static JsonNode number(String text) {
        BigDecimal number = new BigDecimal(text);
        boolean integral = number.stripTrailingZeros().scale() <= 0;
        return integral && number.precision() - number.scale() <= 18
                ? JSON.numberNode(number.longValueExact())
                : JSON.numberNode(number);
    }
}
