using System.Globalization;

namespace ServiceDirectory.Core.Listings.Changes;

/// <summary>A description taken apart for comparing: an item has parts, a text has languages, and what is nothing is absent.</summary>
internal sealed record ListingNode(string Path, string Label, ChangeClass Class)
{
    /// <summary>Of a leaf; null: it has children.</summary>
    public object? Value { get; init; }

    /// <summary>The nested item that this node and everything below it belongs to.</summary>
    public object? Item { get; init; }

    public IReadOnlyList<ListingNode> Children { get; init; } = [];

    public IEnumerable<ListingPart> Parts() =>
        Value is null ? Children.SelectMany(child => child.Parts()) : [new ListingPart(Path, Label, Value)];
}

/// <summary>
/// What a description is made of, with the class of each part. A field that is added to <see cref="ListingContent"/> joins here; a test
/// changes every value of a full document and asks that it is seen.
/// </summary>
internal static class ListingTree
{
    // Free, free if you say what work you do, low cost: a note beside them is the "cost note" of the daily facts.
    private static readonly int[] CostFacts = [1, 2, 3];

    public static List<ListingNode> Of(ListingContent content)
    {
        var root = new Branch("", "", ChangeClass.Promises, null);
        root.Text("name", content.Name);
        root.Leaf("otherNames", content.OtherNames);
        root.Text("paperName", content.PaperName);
        root.Leaf("profile", content.Profile);
        root.Inner("consent", content.Consent, ChangeClass.Promises, (to, consent) =>
        {
            to.Leaf("kind", consent.Kind);
            to.Leaf("givenOn", consent.GivenOn);
            to.Leaf("note", consent.Note);
            to.Leaf("exactAddress", consent.ExactAddress);
        });
        root.Leaf("switches.openData", content.Switches.OpenData);
        root.Leaf("switches.searchEngines", content.Switches.SearchEngines);
        root.Leaf("switches.printAddress", content.Switches.PrintAddress);
        root.Text("summary", content.Summary);
        root.Text("description", content.Description);
        root.Text("provider.name", content.Provider.Name);
        root.Leaf("provider.kind", content.Provider.Kind);
        root.Leaf("provider.organisationId", content.Provider.OrganisationId);
        root.Leaf("needs", content.Needs);
        root.Items("sites", content.Sites, site => site.Id, ChangeClass.Contact, Site);
        root.Items("phones", content.Phones, phone => phone.Id, ChangeClass.Contact, Phone);
        root.Items("messages", content.Messages, message => message.Id, ChangeClass.Contact, (to, message) =>
        {
            to.Leaf("app", message.App);
            to.Leaf("address", message.Address);
            to.Text("note", message.Note);
            to.Leaf("givesHelp", message.GivesHelp);
        });
        root.Item("website", content.Website, website => website.Id, (to, website) => to.Leaf("url", website.Url));
        root.Item("email", content.Email, email => email.Id, (to, email) => to.Leaf("address", email.Address));
        root.Item("post", content.Post, post => post.Id, (to, post) =>
        {
            to.Leaf("plainPacket", post.PlainPacket, ChangeClass.Promises);
            to.Text("note", post.Note);
        });
        root.Leaf("remoteAreas", content.RemoteAreas);
        root.Leaf("staffLanguages", content.StaffLanguages, ChangeClass.Daily);
        root.Leaf("interpreterLanguages", content.InterpreterLanguages, ChangeClass.Daily);
        root.Text("cost", content.Cost);
        root.Items("access", content.Access, fact => fact.Id, ChangeClass.Promises, (to, fact) =>
        {
            to.Leaf("answer", new FactAnswer(fact.Facet, fact.Yes, fact.Value));
            to.Leaf("siteId", fact.SiteId);
            to.Text("note", fact.Note, CostFacts.Contains(fact.Facet) ? ChangeClass.Daily : null);
        });
        root.Text("waitingTime", content.WaitingTime, ChangeClass.Daily);
        root.Text("whoCanUse", content.WhoCanUse);
        root.Text("whoCannotUse", content.WhoCannotUse);
        root.Text("whatTheyAsk", content.WhatTheyAsk);
        root.Text("whatToSay", content.WhatToSay);
        root.Text("whatYouCanChoose", content.WhatYouCanChoose);
        root.Text("whatHappens", content.WhatHappens);
        root.Text("howTheyContactYou", content.HowTheyContactYou);
        root.Text("sharing.police", content.Sharing.Police);
        root.Text("sharing.immigration", content.Sharing.Immigration);
        root.Text("sharing.socialServices", content.Sharing.SocialServices);
        root.Text("sharing.employers", content.Sharing.Employers);
        root.Text("orderedByLaw", content.OrderedByLaw);
        root.Text("bookedApart", content.BookedApart);
        root.Text("underEighteen", content.UnderEighteen);
        root.Inner("intake", content.Intake, ChangeClass.Daily, (to, intake) =>
        {
            to.Leaf("state", intake.State);
            to.Leaf("asOf", intake.AsOf);
            to.Leaf("until", intake.Until);
        });
        return root.Nodes;
    }

    private static void Site(Branch to, Site site)
    {
        // Whether a place is shown exactly is a promise; which place it is, is a contact.
        to.Leaf("kind", site.Kind, ChangeClass.Promises);
        to.Text("name", site.Name);
        to.Leaf("placeId", site.PlaceId);
        to.Leaf("street", site.Street);
        to.Leaf("postalCode", site.PostalCode);
        to.Leaf("point", site.Point);
        to.Leaf("radiusKm", site.RadiusKm);
        to.Leaf("stopsByPhone", site.StopsByPhone);
        to.Text("directions", site.Directions);
        to.Text("stepFreeNotes", site.StepFreeNotes, ChangeClass.Promises);
        to.Leaf("byAppointment", site.ByAppointment, ChangeClass.Daily);
        to.Leaf("hours", site.Hours, ChangeClass.Daily);
        to.Leaf("specialDays", site.SpecialDays, ChangeClass.Daily);
    }

    private static void Phone(Branch to, Phone phone)
    {
        to.Leaf("number", phone.Number);
        to.Leaf("country", phone.Country);
        to.Text("for", phone.For);
        to.Text("cost", phone.Cost);
        to.Leaf("appearsOnBills", phone.AppearsOnBills, ChangeClass.Promises);
        to.Leaf("givesHelp", phone.GivesHelp);
        to.Leaf("hours", phone.Hours, ChangeClass.Daily);
    }

    /// <summary>Collects what hangs at one place of the tree.</summary>
    private sealed class Branch(string path, string label, ChangeClass usual, object? item)
    {
        public List<ListingNode> Nodes { get; } = [];

        /// <summary>Nothing, and a list of nothing, is absent.</summary>
        public void Leaf(string name, object? value, ChangeClass? of = null)
        {
            if (value is not null and not System.Collections.ICollection { Count: 0 })
                Nodes.Add(new ListingNode(path + name, label + name, of ?? usual) { Value = value, Item = item });
        }

        public void Text(string name, Text? text, ChangeClass? of = null)
        {
            if (text is null)
                return;
            var inside = new Branch($"{path}{name}.", $"{label}{name}.", of ?? usual, item);
            inside.Leaf("original", text.Original);
            foreach (var (language, words) in text.In.OrderBy(words => words.Key, StringComparer.Ordinal))
                inside.Nodes.Add(new ListingNode($"{path}{name}.in.{language}", $"{label}{name}", of ?? usual) { Value = new SaidIn(language, words), Item = item });
            Nodes.Add(new ListingNode(path + name, label + name, of ?? usual) { Item = item, Children = inside.Nodes });
        }

        /// <summary>Something that is there as a whole or not at all.</summary>
        public void Inner<T>(string name, T? value, ChangeClass of, Action<Branch, T> fill)
            where T : class
        {
            if (value is null)
                return;
            var inside = new Branch($"{path}{name}.", $"{label}{name}.", of, item);
            fill(inside, value);
            Nodes.Add(new ListingNode(path + name, label + name, of) { Item = item, Children = inside.Nodes });
        }

        public void Item<T>(string name, T? value, Func<T, Guid> id, Action<Branch, T> fill)
            where T : class => Items(name, value is null ? [] : [value], id, ChangeClass.Contact, fill);

        public void Items<T>(string name, IReadOnlyList<T> values, Func<T, Guid> id, ChangeClass of, Action<Branch, T> fill)
            where T : class
        {
            foreach (var value in values)
            {
                string at = string.Create(CultureInfo.InvariantCulture, $"{path}{name}[{id(value):D}]");
                var inside = new Branch($"{at}.", $"{label}{name}.", of, value);
                fill(inside, value);
                Nodes.Add(new ListingNode(at, label + name, of) { Item = value, Children = inside.Nodes });
            }
        }
    }
}
