using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// Holds floods off the database without knowing anybody: each visitor is counted under a <see cref="VisitorKey"/>, all visitors
/// of the onion together besides, and only so many requests are worked on at once. One process counts for itself.
/// </summary>
internal sealed class SearchGate(IOptions<DirectoryOptions> options, Visitors visitors, TimeProvider clock) : VisitorGate(visitors, PerMinute, AtOnce, clock)
{
    public const int PerMinute = 60;

    public const int AtOnce = 30;

    public const int OnionPerMinute = 1_200;

    public const int OnionAtOnce = 100;

    /// <summary>Of members, who have turns of their own: what keeps them waiting keeps nobody waiting who searches.</summary>
    public const int WorkedOnForMembers = 8;

    private const int Waiting = 200;

    private const int MembersWaiting = 60;

    /// <summary>For each processor a page that is made, and one that waits for the database. More would not be done sooner: each would take longer.</summary>
    public static readonly int WorkedOn = Math.Max(4, 2 * Environment.ProcessorCount);

    /// <summary>Of these, of visitors who asked for more than one thing shortly before: enough to keep the processors at work.</summary>
    public static readonly int WorkedOnAgain = Environment.ProcessorCount;

    /// <summary>How long somebody waits for their turn before they are told to come later: the database hangs then.</summary>
    public static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(8);

    public static readonly TimeSpan OnionLongestWait = TimeSpan.FromSeconds(5);

    private readonly PacedLimiter _onion = new(TimeSpan.FromMinutes(1) / OnionPerMinute, OnionAtOnce, OnionLongestWait, clock);

    private readonly Turns _work = new(WorkedOn, WorkedOnAgain, Waiting, LongestTurn, clock), _members = new(WorkedOnForMembers, WorkedOnForMembers, MembersWaiting, LongestTurn, clock);

    protected override async ValueTask<RateLimitLease> BeyondAsync(HttpContext context, int permits, VisitorKey? visitor, int lately, CancellationToken cancellation)
    {
        if (IsOnion(context) && await _onion.AcquireAsync(permits, cancellation) is { IsAcquired: false } full)
            return full;
        return await (MembersPages.Is(context.Request.Path) ? _members : _work).TakeAsync(visitor, lately, cancellation);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _onion.Dispose();

        base.Dispose(disposing);
    }

    private bool IsOnion(HttpContext context) =>
        OnionName.Is(context.Request.Host, options.Value) || context.Connection.RemoteIpAddress is { } address && VisitorKeys.IsCircuit(address);
}
