using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Web;

/// <summary>What somebody calls about again, fact by fact: how to get in touch, where, when, and what changes often.</summary>
public sealed class SayReachable(Wording words, Say say, SayHours hours, SayContacts contacts, PlaceFinder places)
{
    /// <summary>How and where to get in touch, and when somebody is there.</summary>
    public IEnumerable<ReachableFact> Contacts(ListingContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        foreach (var phone in content.Phones)
            yield return new(Key(phone.Id), words["Recheck.Phone"], contacts.Phone(phone.Number).Shown + Hours(phone.Hours));
        foreach (var message in content.Messages)
            yield return new(Key(message.Id), message.App, message.Address);
        if (content.Website is { } website)
            yield return new(Key(website.Id), words["Recheck.Website"], website.Url);
        if (content.Email is { } email)
            yield return new(Key(email.Id), words["Recheck.Email"], email.Address);
        if (content.Post is { } post)
            yield return new(Key(post.Id), words["Recheck.Post"], words[post.PlainPacket ? "Reach.PostPlain" : "Reach.Post"]);
        foreach (var site in content.Sites)
        {
            string?[] parts = [site.Name?.OriginalWords, site.Street, site.PostalCode, places.Find(site.PlaceId)?.Name];
            yield return new(Key(site.Id), words["Recheck.Place"], string.Join(", ", parts.OfType<string>()));
            if (site.Hours is { Count: > 0 } || site.SpecialDays.Count > 0)
                yield return new(ListingFacts.HoursOf(site.Id), words["Recheck.Hours"], Hours(site.Hours).TrimStart(' ', '·') + Days(site.SpecialDays));
        }
    }

    /// <summary>The same, and what else changes with one check.</summary>
    public IEnumerable<ReachableFact> All(ListingContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        foreach (var fact in Contacts(content))
            yield return fact;
        if (content.StaffLanguages.Count > 0)
            yield return new("staffLanguages", words["Recheck.Languages"], say.Languages(content.StaffLanguages));
        if (content.InterpreterLanguages.Count > 0)
            yield return new("interpreterLanguages", words["Recheck.Interpreters"], say.Languages(content.InterpreterLanguages));
        if (content.WaitingTime is { } waiting)
            yield return new("waitingTime", words["Recheck.Waiting"], waiting.OriginalWords);
        if (content.Intake is { } intake)
            yield return new("intake", words["Recheck.Intake"], words[$"Recheck.Intake.{intake.State}"] + $" · {say.ShortDay(intake.AsOf)}");
        foreach (var fact in content.Access.Where(fact => fact.Facet is 1 or 2 or 3 && fact.Note is not null))
            yield return new(Key(fact.Id), words["Recheck.CostNote"], fact.Note!.OriginalWords);
    }

    private string Hours(IReadOnlyList<HoursRule>? rules) =>
        rules is { Count: > 0 } ? " · " + string.Join("; ", hours.Week(rules).Select(day => $"{day.Day} {day.Times}")) : "";

    private string Days(IReadOnlyList<SpecialDay> days) => string.Concat(days.OrderBy(day => day.On).Select(day => $"; {say.ShortDay(day.On)} {hours.Times(day)}"));

    private static string Key(Guid id) => id.ToString("D");
}

/// <param name="Key">By which it is checked (<see cref="ListingFacts"/>).</param>
/// <param name="Label">What it is.</param>
/// <param name="Shown">As it stands.</param>
public sealed record ReachableFact(string Key, string Label, string Shown);
