package dev.stampede.http;

/**
 * What came back, as it came.
 *
 * @param status status code of the last response, which is not an informational one unless it is 101
 * @param headers as received
 * @param body still compressed as {@code Content-Encoding} says; empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record TransportResponse(int status, HeaderList headers, byte[] body) {}
