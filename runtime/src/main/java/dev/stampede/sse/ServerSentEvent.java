package dev.stampede.sse;

/**
 * An event. Immutable.
 *
 * @param id of the last event that had one; empty if none had
 * @param type {@code message} unless the server says otherwise
 * @param data lines are joined with line feeds
 */
public record ServerSentEvent(String id, String type, String data) {}
