namespace ServiceDirectory.Tests.Http;

/// <summary>Requests as they go over the wire, without a page in between.</summary>
internal static class Wire
{
    public static Task<HttpResponseMessage> ReadAsync(this HttpClient browser, string address) => browser.SendAsync("GET", address);

    public static Task<HttpResponseMessage> SubmitAsync(this HttpClient browser, string address, params (string Name, string Value)[] fields) =>
        browser.PostAsync(address, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient browser, string method, string address, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = content };
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await browser.SendAsync(request);
    }

    /// <summary>The body of an answer of any status.</summary>
    public static async Task<string> GetStringOfAnyAsync(this HttpClient browser, string address)
    {
        using var answer = await browser.ReadAsync(address);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Every value of a header, or none.</summary>
    public static string[] Header(this HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? [.. values] : [];
}
