namespace ServiceDirectory.Web.Http;

/// <summary>
/// What a container runs to learn whether the program in it answers: <c>dotnet ServiceDirectory.Web.dll healthy</c>. It asks for a page that anybody
/// reads and that needs no database, so there is no address for it that could tell a stranger anything.
/// </summary>
internal static class Healthy
{
    public const string Verb = "healthy";

    private const string Page = "/about";

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    /// <summary>Says nothing; the status is the answer: 0, or 1 where no page comes within five seconds.</summary>
    public static async Task<int> AskAsync()
    {
        var settings = WebApplication.CreateSlimBuilder().Configuration;
        string port = settings[WebHostDefaults.HttpPortsKey]?.Split(';')[0] is { Length: > 0 } set ? set : "8080";
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ActivityHeadersPropagator = null }) { Timeout = s_longest };
        using var request = new HttpRequestMessage(HttpMethod.Head, $"http://127.0.0.1:{port}{Page}");
        request.Headers.Host = settings["AllowedHosts"]?.Split(';')[0];
        try
        {
            using var answer = await browser.SendAsync(request);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return 1;
        }
    }
}
