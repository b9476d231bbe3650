package dev.stampede;

import java.util.List;
import java.util.Map;

/**
 * What a call sent first, before any redirect. Immutable.
 *
 * @param method in capital letters
 * @param url as the call named it
 * @param headers as they were sent, but for those that only frame the request
 * @param body as text in UTF-8, as it was sent, so compressed if it was; empty when there was none, or it was streamed
 * @param cookies by name, those of the call before those of the jar
 */
public record SentRequest(
        String method, String url, Map<String, List<String>> headers, String body, Map<String, List<String>> cookies) {}
