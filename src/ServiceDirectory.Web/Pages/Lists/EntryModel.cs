using ServiceDirectory.Core.Sharing;

namespace ServiceDirectory.Web.Pages.Lists;

/// <param name="Service">One entry of a list.</param>
/// <param name="Without">The address of the same list without it.</param>
public sealed record EntryModel(PickedService Service, string Without);
