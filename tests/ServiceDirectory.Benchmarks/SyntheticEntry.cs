using System.Text.Json;
using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Synthetic;

namespace ServiceDirectory.Benchmarks;

/// <summary>The whole description of a synthetic service, as long as real ones are: what its page reads.</summary>
internal static class SyntheticEntry
{
    private static readonly int[] s_facts = [1, 4, 5, 7, 8, 9, 10, 19, 22, 23, 28, 30];

    public static string Json(SyntheticService service) => JsonSerializer.Serialize(Of(service), ContentJson.Options);

    private static ListingContent Of(SyntheticService service) => new()
    {
        Name = Words(service.Texts[0].Name),
        Profile = Profile.Health,
        Switches = new PublicationSwitches(),
        Summary = Words("Tests, treatment and somebody to talk to. Come as you are, bring a friend, ask for what you need and choose what you want."),
        Description = Words(string.Join(' ', Enumerable.Repeat("Come on any weekday, ring at the side door, and say which name you want to be called by.", 6))),
        Provider = new Provider { Name = Words("A provider in the town"), Kind = ProviderKind.Ngo },
        Needs = service.Needs,
        Sites = [.. service.Sites.Select(Of)],
        Phones = [new Phone { Id = service.Id, Number = "+441632960001", Country = "GB", For = Words("Ask and book") }],
        RemoteAreas = service.RemoteAreas,
        StaffLanguages = service.Languages,
        Cost = Words("Free for everyone."),
        Access = [.. s_facts.Where(fact => ((service.Yes | service.No) >> fact & 1) == 1).Select(fact => new AccessFact { Id = new Guid(service.ServiceId, (short)fact, 0, new byte[8]), Facet = fact, Yes = (service.Yes >> fact & 1) == 1 })],
        WhatTheyAsk = Words("A name you like, and how to reach you."),
        WhatHappens = Words("You talk to a nurse in a closed room."),
        Sharing = new Sharing { Police = Words("Nothing, unless a court orders it.") },
    };

    private static Site Of(SyntheticSite site) => new()
    {
        Id = site.Id,
        Kind = site.Kind,
        PlaceId = site.PlaceId,
        Street = site.Kind is SiteKind.Address ? "1 Long Street" : null,
        Point = site.Kind is SiteKind.Address ? site.Point : null,
        RadiusKm = site.RadiusKm,
        Hours = site.Hours is null ? null : [.. site.Hours.Where(span => span.Until - span.From < 1440).Select(span => Rule(site, span.From, span.Until))],
    };

    private static HoursRule Rule(SyntheticSite site, int from, int until) => new()
    {
        Id = new Guid(site.SiteId, (short)from, 1, new byte[8]),
        Day = (IsoDayOfWeek)(from / 1440 + 1),
        Opens = LocalTime.FromMinutesSinceMidnight(from % 1440),
        Closes = LocalTime.FromMinutesSinceMidnight(until % 1440),
    };

    private static Text Words(string words) => Text.Of("en", words);
}
