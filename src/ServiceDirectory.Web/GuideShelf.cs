using NodaTime;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web;

/// <summary>
/// The guides of today, without their longer texts, for every page that leads to some. Remembered for seconds, as answers are: pages that
/// nobody is refused must not reach the database each time. A page that only leads on goes without them when nobody knows.
/// </summary>
public sealed class GuideShelf(GuidesInForce guides, TimeProvider clock)
{
    /// <summary>As many as somebody reads who came for something else.</summary>
    private const int Most = 3;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly Lock _turn = new();

    private (DateTimeOffset Until, Task<IReadOnlyList<ShownGuide>> Guides) _remembered;

    /// <summary>The day in UTC, by which dates of guides are counted.</summary>
    public LocalDate Today => Instant.FromDateTimeOffset(clock.GetUtcNow()).InUtc().Date;

    /// <summary>All of them.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer.</exception>
    /// <exception cref="TimeoutException">It does not answer soon.</exception>
    public Task<IReadOnlyList<ShownGuide>> AllAsync(CancellationToken cancellation) => AskAsync().WaitAsync(LongestWait, clock, cancellation);

    /// <summary>Those about some needs, of one country or true everywhere: what the law of another country is, is never among them.</summary>
    /// <param name="needs">Numbers of the catalogue.</param>
    /// <param name="country">ISO 3166-1 alpha-2.</param>
    /// <param name="cancellation">Ends the question.</param>
    public async Task<IReadOnlyList<ShownGuide>> ForNeedsAsync(IEnumerable<int> needs, string country, CancellationToken cancellation)
    {
        var asked = needs.ToHashSet();
        return asked.Count == 0 ? [] : [.. (await KnownAsync(cancellation)).Where(guide => IsOf(guide, country) && guide.Needs.Any(asked.Contains)).Take(Most)];
    }

    /// <summary>What the law of a country says; null: nobody has written it.</summary>
    public async Task<ShownGuide?> OfCountryAsync(string country, CancellationToken cancellation) =>
        (await KnownAsync(cancellation)).FirstOrDefault(guide => guide.Kind == GuideKind.Country && guide.Country == country);

    /// <summary>Those that are there; none where nobody knows.</summary>
    public async Task<IReadOnlyList<ShownGuide>> KnownAsync(CancellationToken cancellation)
    {
        try
        {
            return await AllAsync(cancellation);
        }
        catch (Exception error) when (ErrorPages.IsAway(error))
        {
            return [];
        }
    }

    public static bool IsOf(ShownGuide guide, string country)
    {
        ArgumentNullException.ThrowIfNull(guide);
        return guide.Country is null || guide.Country == country;
    }

    /// <summary>Asked for once for everybody, so that nobody's leaving ends the question for the others. That there is no answer is remembered, too.</summary>
    private Task<IReadOnlyList<ShownGuide>> AskAsync()
    {
        lock (_turn)
        {
            if (_remembered.Guides is null || _remembered.Until <= clock.GetUtcNow())
                _remembered = (clock.GetUtcNow() + Remembered, guides.AllAsync(Today));
            return _remembered.Guides;
        }
    }
}
