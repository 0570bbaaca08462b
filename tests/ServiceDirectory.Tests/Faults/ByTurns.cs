using System.Net;
using ServiceDirectory.Tests.Privacy;

namespace ServiceDirectory.Tests.Faults;

/// <summary>A browser before several web processes behind one address of https: each request goes to the next of them, as a proxy shares them out.</summary>
internal sealed class ByTurns : HttpMessageHandler
{
    private readonly CookieContainer _cookies = new();
    private IReadOnlyList<HttpMessageInvoker> _processes = [];
    private int _asked;

    public ByTurns(params IReadOnlyList<WebProcess> processes) => To(processes);

    /// <summary>Follows no redirect and keeps cookies.</summary>
    public static HttpClient Browser(params IReadOnlyList<WebProcess> processes) =>
        new(new ByTurns(processes)) { BaseAddress = new Uri("https://localhost"), Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>From now on before these.</summary>
    public void To(params IReadOnlyList<WebProcess> processes)
    {
        var before = _processes;
        _processes = [.. processes.Select(process => new HttpMessageInvoker(process.Handler()))];
        foreach (var process in before)
            process.Dispose();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!;
        if (_cookies.GetCookieHeader(asked) is { Length: > 0 } kept)
            request.Headers.Add("Cookie", kept);
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.RequestUri = new UriBuilder(asked) { Scheme = "http", Port = -1 }.Uri;
        var answer = await _processes[(Interlocked.Increment(ref _asked) - 1) % _processes.Count].SendAsync(request, cancellationToken);
        foreach (string set in answer.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
            _cookies.SetCookies(asked, set);
        return answer;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            To();
        base.Dispose(disposing);
    }
}
