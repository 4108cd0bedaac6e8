package dev.patchbay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderError.InvalidInput;
import dev.patchbay.call.ProviderError.Misconfigured;
import dev.patchbay.call.ProviderError.NotFound;
import dev.patchbay.call.ProviderError.QuotaExhausted;
import dev.patchbay.call.ProviderError.RateLimited;
import dev.patchbay.call.ProviderError.Transient;
import dev.patchbay.call.ProviderError.Unauthorized;
import dev.patchbay.call.ProviderErrors;
import dev.patchbay.call.ProviderResponse;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the failures of providers that take a key mean. */
class ApiKeyProviderErrorsTest {
    private static final ProviderCatalog CATALOG =
            new ProviderCatalog(ApiKeyProviderErrorsTest.class.getClassLoader(), Map.of());

    @ParameterizedTest
    @CsvSource({"apollo, Apollo", "openai, OpenAI", "anthropic, Anthropic", "elevenlabs, ElevenLabs", "mapbox, Mapbox"})
    void refusedKeyIsSaidInTheSameWordsEverywhere(String provider, String title) {
        assertThat(error(provider, 401, "{}"))
                .isEqualTo(new Unauthorized(title + " integration error: Invalid API key"));
    }

    @ParameterizedTest
    @CsvSource({
        "insufficient_quota, ''",
        "insufficient_quota, insufficient_quota",
        "insufficient_quota, credit_balance_exhausted",
        "requests, organization_spend_limit_exceeded",
        "requests, project_spend_limit_exceeded",
        "requests, organization_usage_limit_exceeded"
    })
    void openAiWithoutCreditIsAQuotaDespite429(String type, String code) {
        assertThat(error("openai", 429, openAi(type, code))).isInstanceOf(QuotaExhausted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate_limit_exceeded", "slow_down", "anything"})
    void openAiTooFastIsARateLimit(String code) {
        assertThat(error("openai", 429, openAi("requests", code))).isInstanceOf(RateLimited.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void openAiKeyThatLacksAPermissionIsNotABadKey(int status) {
        String body = "{\"error\":{\"message\":\"You have insufficient permissions for this operation. Missing scopes:"
                + " model.request.\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}";

        assertThat(error("openai", status, body))
                .isEqualTo(
                        new Misconfigured(
                                "The OpenAI key is restricted and lacks a permission for this. Allow it in the key's settings"));
    }

    @Test
    void openAiOverloadPasses() {
        assertThat(error("openai", 503, openAi("server_error", "server_is_overloaded")))
                .isInstanceOf(Transient.class);
    }

    @Test
    void openAiForbiddenRegionIsMisconfigured() {
        assertThat(error("openai", 403, openAi("request_forbidden", "unsupported_country_region_territory")))
                .isInstanceOf(Misconfigured.class);
    }

    @Test
    void openAiUnknownModelIsNotFound() {
        assertThat(error("openai", 404, openAi("invalid_request_error", "model_not_found")))
                .isEqualTo(new NotFound("OpenAI has no such model, or this key may not use it", Optional.empty()));
    }

    @Test
    void openAiTooLongATextIsTheInputs() {
        assertThat(error("openai", 400, openAi("invalid_request_error", "context_length_exceeded")))
                .isEqualTo(new InvalidInput("This text is too long for the OpenAI model", Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, InvalidInput",
        "401, authentication_error, Unauthorized",
        "402, billing_error, QuotaExhausted",
        "403, permission_error, Misconfigured",
        "404, not_found_error, NotFound",
        "409, conflict, InvalidInput",
        "413, request_too_large, InvalidInput",
        "429, rate_limit_error, RateLimited",
        "429, enforced_spend_limit_reached, QuotaExhausted",
        "500, api_error, Transient",
        "529, overloaded_error, Transient"
    })
    void classifiesAnthropicByStatusAndType(int status, String type, String kind) {
        String body = "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"m\"}}";

        assertThat(error("anthropic", status, body).getClass().getSimpleName()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_api_key, Unauthorized",
        "401, invalid_api_key, Unauthorized",
        "400, quota_exceeded, QuotaExhausted",
        "401, quota_exceeded, QuotaExhausted",
        "401, max_character_limit_exceeded, InvalidInput",
        "400, voice_not_found, NotFound",
        "401, voice_not_found, NotFound",
        "401, missing_permissions, Misconfigured",
        "403, only_for_creator+, Misconfigured",
        "429, too_many_concurrent_requests, RateLimited",
        "429, system_busy, Transient"
    })
    void classifiesElevenLabsByCodeNotByStatus(int status, String code, String kind) {
        String body = "{\"detail\":{\"status\":\"" + code + "\",\"message\":\"m\"}}";

        assertThat(error("elevenlabs", status, body).getClass().getSimpleName()).isEqualTo(kind);
    }

    @Test
    void elevenLabsListOfInvalidFieldsIsTheInputs() {
        String body = "{\"detail\":[{\"loc\":[\"body\",\"text\"],\"msg\":\"m\",\"type\":\"missing\"}]}";

        assertThat(error("elevenlabs", 422, body)).isInstanceOf(InvalidInput.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TokenMalformed", "TokenInvalid", "TokenExpired", "TokenRevoked"})
    void mapboxBadTokenIsUnauthorizedThoughTheStatusIs200(String code) {
        assertThat(error("mapbox", 200, "{\"code\":\"" + code + "\"}")).isInstanceOf(Unauthorized.class);
    }

    @ParameterizedTest
    @CsvSource({"403, Misconfigured", "404, NotFound", "422, InvalidInput", "429, RateLimited"})
    void classifiesOtherMapboxErrorsByStatus(int status, String kind) {
        assertThat(error("mapbox", status, "{\"message\":\"m\"}").getClass().getSimpleName())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"200, NoRoute, NotFound", "422, NoRoute, NotFound", "422, InvalidInput, InvalidInput"})
    void classifiesMapboxDirectionsByCode(int status, String code, String kind) {
        assertThat(error("mapbox", status, "{\"code\":\"" + code + "\",\"message\":\"m\"}")
                        .getClass()
                        .getSimpleName())
                .isEqualTo(kind);
    }

    @Test
    void mapboxRouteThatWasFoundIsNoError() {
        assertThat(of("mapbox", 200, "{\"code\":\"Ok\",\"routes\":[]}")).isEmpty();
    }

    private static String openAi(String type, String code) {
        return "{\"error\":{\"message\":\"m\",\"type\":\"" + type + "\",\"param\":null,\"code\":\"" + code + "\"}}";
    }

    private static ProviderError error(String provider, int status, String body) {
        return of(provider, status, body).orElseThrow();
    }

    private static Optional<ProviderError> of(String provider, int status, String body) {
        return ProviderErrors.of(
                CATALOG.get(new ProviderId(provider)), new ProviderResponse(status, Map.of(), body), Instant.EPOCH);
    }
}
