using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Web;

/// <summary>
/// The promises for the page that tells how is checked, which anybody may ask for as often as they like: read once a minute. Where the database
/// does not answer, what was read last, or what came with the program.
/// </summary>
public sealed class PromiseBook(IServiceScopeFactory scopes, DirectoryCatalogue catalogue, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    private PromiseVersions _kept = new(catalogue.Criteria, []);

    private Instant _readAt = Instant.MinValue;

    public async Task<PromiseVersions> ReadAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var now = clock.Now();
            if (now - _readAt < Duration.FromMinutes(1) && now >= _readAt)
                return _kept;
            await using var scope = scopes.CreateAsyncScope();
            var published = scope.ServiceProvider.GetRequiredService<PublicContext>();
            var all = await published.Criteria.OrderByDescending(c => c.Version).ToListAsync(cancellation);
            if (all.Count > 0)
                _kept = new PromiseVersions(all[0].Read(), Versions(all));
            _readAt = now;
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException } or TimeoutException)
        {
            // What is kept is what there is.
        }
        finally
        {
            _one.Release();
        }

        return _kept;
    }

    private static IReadOnlyList<PromiseVersion> Versions(IReadOnlyList<PublishedCriteria> all)
    {
        var read = all.Select(c => c.Read()).ToList();
        return [.. all.Select((c, at) => new PromiseVersion(c.Version, c.MadeOn, c.AppliesOn, c.MadeOn is null || at + 1 == read.Count ? null : Changed(read[at + 1], read[at])))];
    }

    /// <summary>A vote changes one promise.</summary>
    private static ChangedPromise? Changed(CriteriaSet before, CriteriaSet after)
    {
        foreach (var now in after.Criteria)
        {
            var was = before.Criteria.FirstOrDefault(c => c.Id == now.Id);
            if (was is null)
                return new ChangedPromise(CriteriaChangeKind.Added, now);
            if (was.Required != now.Required)
                return new ChangedPromise(now.Required ? CriteriaChangeKind.Required : CriteriaChangeKind.Recommended, now);
            if (!was.Profiles.ToHashSet().SetEquals(now.Profiles))
                return new ChangedPromise(CriteriaChangeKind.Profiles, now);
            if (was.Statement != now.Statement || Words(was) != Words(now))
                return new ChangedPromise(CriteriaChangeKind.Words, now);
        }

        return null;
    }

    private static string Words(Criterion criterion) => string.Join('\n', criterion.Said?.In.Select(words => $"{words.Key} {words.Value.Value}") ?? []);

    public void Dispose() => _one.Dispose();
}

/// <param name="Newest">By which is judged today.</param>
/// <param name="Versions">All that there were, the newest first; empty: nobody could look.</param>
public sealed record PromiseVersions(CriteriaSet Newest, IReadOnlyList<PromiseVersion> Versions);

/// <param name="MadeOn">When the councils voted for it; null: it came with the program.</param>
/// <param name="AppliesOn">It asks for more, and from this day on what was not judged by that is hidden; null: it asks for nothing new.</param>
/// <param name="Changed">What the vote changed; null: nothing, as there was none.</param>
public sealed record PromiseVersion(int Version, LocalDate? MadeOn, LocalDate? AppliesOn, ChangedPromise? Changed);

/// <param name="Criterion">As it reads since.</param>
public sealed record ChangedPromise(CriteriaChangeKind Kind, Criterion Criterion);
